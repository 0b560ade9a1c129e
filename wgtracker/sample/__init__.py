"""Write sample consultations: a draft, the files that delegations returned, and what was put into them."""
