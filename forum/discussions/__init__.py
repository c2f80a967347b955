"""Rooms, threads and posts: how they are stored and read."""
