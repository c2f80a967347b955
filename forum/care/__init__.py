"""The knowledge of care: it takes words and gives words back, and knows no posts, people or tables."""
