//! Promises that cross rooms. The tests lie in `native/` (Rust), `browser/` and `package/` (Node);
//! `README.md` beside this crate's manifest says which test keeps which promise.
