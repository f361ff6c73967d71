"""Where does the money go? Funds, factor allocation, the lottery fund, projects, and the ledger of every fen."""
