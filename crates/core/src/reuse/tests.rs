//! Of the comparison as a whole.
