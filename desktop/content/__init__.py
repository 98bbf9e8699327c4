"""What a message looks like: keywords, Markdown, sanitised HTML, plain text, bulletin, mail."""
