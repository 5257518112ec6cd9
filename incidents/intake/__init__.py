"""How reports come in: the form, their attachments, the tasks that read them."""
