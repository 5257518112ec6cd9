"""Text and drawings to PDF and PNG: the face, and Typst in a process of its own."""
