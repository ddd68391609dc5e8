"""Source text: decoding, the scan that drops files, the outline of definitions, units parsed on demand, suppression comments.

Only ``units`` (and what it alone imports) needs libcst, so a file without candidates never imports it.
"""
