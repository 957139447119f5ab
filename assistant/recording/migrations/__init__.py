"""How the tables came to be, one step a module in ``versions``; each names the step before it."""
