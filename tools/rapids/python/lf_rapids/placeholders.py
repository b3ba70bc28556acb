"""SKUs that mean 'no product', judged as DuckDB's lower(trim(sku)) judges them."""

# PLACEHOLDER_SKUS of @lf/dataset, which says where they come from; the parity check compares the two lists.
PLACEHOLDER_SKUS = (
    "nan",
    "<na>",
    "null",
    "(null)",
    "\\n",
    "none",
    "(none)",
    "nil",
    "undefined",
    "(not set)",
    "not set",
    "(not provided)",
    "n/a",
    "#n/a",
    "unknown",
    "-",
)

# Unicode's category Zs: DuckDB trims these, and neither tabs nor line ends.
SPACES = "\u0020\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

# The two characters beyond ASCII with a small letter in ASCII. Python makes two characters of the first one.
SMALL_LETTERS = str.maketrans({"\u0130": "i", "\u212a": "k"})


def is_placeholder(sku: str) -> bool:
    return sku.strip(SPACES).translate(SMALL_LETTERS).lower() in PLACEHOLDER_SKUS
