"""What hookkit costs, measured against its peers."""
