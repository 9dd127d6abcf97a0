"""The page's side: Streamlit, and nothing that computes."""
