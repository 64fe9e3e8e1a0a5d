"""Operations taken back, and done again."""
