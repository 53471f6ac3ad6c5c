"""The commands for the host, one file each; webapp/cli.py has the table."""
