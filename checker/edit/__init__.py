"""Rewrites the files of a pack where asked and nowhere else; knows nothing about what the rules decide."""
