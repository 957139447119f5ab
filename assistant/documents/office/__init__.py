"""What the formats of word processors have in common: paragraphs, lists, tables and notes, whatever the markup."""
