"""How many cases came, what became of them, and how the bot did: charts, tables, reports to keep or to print."""
