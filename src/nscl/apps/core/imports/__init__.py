"""The import that people trust: a file read, checked, shown, confirmed, loaded, and taken back if need be.

A room imports the words of a declaration from `core.imports.spec`. Nothing is imported here, because the
process that opens foreign files starts from this package and must not load the site.
"""
