"""The one incident filter and every figure counted through it."""
