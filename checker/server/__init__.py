"""The language server: turns what an editor asks about the files of a pack into answers, while they are being typed.

``features`` hold what is answered, as plain functions of a ``Desk`` (the texts an editor holds and the packs they
belong to) and a place in a file; ``protocol`` speaks to the editor. Nothing here knows reports or terminals.
"""
