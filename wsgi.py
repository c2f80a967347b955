"""Where a server finds the forum."""

from forum import create_app

app = create_app()
