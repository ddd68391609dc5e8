"""The repairs, by what they repair: each looks at one use and says which characters to change, or that it cannot."""
