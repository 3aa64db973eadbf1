"""What a rule file means: the tree that every engine reads, and its types."""
