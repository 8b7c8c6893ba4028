"""Turns a rule pack into a handbook for people who apply or approve the rules: a page of HTML, or a Word document."""
