"""`perfrules lint`: what is odd about a policy, told before a form is checked by it."""
