"""The same definitions on another engine: Spark, or whatever speaks Spark Connect."""
