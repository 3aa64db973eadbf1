"""Programs put into terms of a solver, missing values included: what holds on every form, and a form where something does not."""
