"""What `examples/made_up.py` is made of: made-up self-evaluation forms, and the defects that are planted in them."""
