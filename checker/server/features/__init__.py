"""What the language server answers: plain functions of a desk, a file and a position."""
