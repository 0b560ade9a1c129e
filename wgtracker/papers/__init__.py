"""From a compilation and a meeting to United Nations documents. Import the module of the paper that you need."""
