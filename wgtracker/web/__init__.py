"""Show pages: each desk has its views and forms; this floor loads, checks, parses, calls one service, and renders or redirects."""
