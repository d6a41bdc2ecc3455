"""The only floor that imports tree_sitter: parsing, repair, node helpers."""
