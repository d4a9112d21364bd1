//! Bytes in blocks that end with a line, from a slice or from a stream, always cut at the same places.

use std::io::{self, Read};

/// Bytes in a block, at most: few enough to stay in the second level of a processor's cache.
pub(super) const BLOCK: usize = 64 << 10;

/// Where the bytes come from.
pub(super) enum Input<'b> {
    /// All at hand.
    Slice { rest: &'b [u8], at: u64 },
    /// As a stream gives them.
    Stream { stream: &'b mut dyn Read, buffer: Vec<u8>, used: usize, end: bool, at: u64 },
}

impl<'b> Input<'b> {
    pub(super) fn slice(bytes: &'b [u8]) -> Self {
        Self::Slice { rest: bytes, at: 0 }
    }

    pub(super) fn stream(stream: &'b mut dyn Read) -> Self {
        Self::Stream { stream, buffer: Vec::with_capacity(BLOCK), used: 0, end: false, at: 0 }
    }

    /// Where [`Self::window`] begins.
    pub(super) fn at(&self) -> u64 {
        match self {
            Self::Slice { at, .. } | Self::Stream { at, .. } => *at,
        }
    }

    /// The next bytes: a block, fewer at the end only. What was not consumed before stands in front.
    pub(super) fn window(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Slice { rest, .. } => Ok(&rest[..rest.len().min(BLOCK)]),
            Self::Stream { stream, buffer, used, end, .. } => {
                buffer.drain(..std::mem::take(used));
                if buffer.len() < BLOCK && !*end {
                    let need = (BLOCK - buffer.len()) as u64;
                    // `read_to_end` goes on after interrupts and short reads.
                    *end = (stream.take(need).read_to_end(buffer)? as u64) < need;
                }
                Ok(buffer)
            }
        }
    }

    /// Goes on behind the first bytes of the window.
    pub(super) fn consume(&mut self, bytes: usize) {
        match self {
            Self::Slice { rest, at } => {
                *rest = &rest[bytes.min(rest.len())..];
                *at += bytes as u64;
            }
            Self::Stream { used, at, .. } => {
                *used += bytes;
                *at += bytes as u64;
            }
        }
    }

    /// How many bytes there are in all, where that is known beforehand.
    pub(super) fn size(&self) -> Option<usize> {
        match self {
            Self::Slice { rest, .. } => Some(rest.len()),
            Self::Stream { .. } => None,
        }
    }
}

/// The part of a window that is decoded at a time: up to its last line end, all of it where there is none.
pub(super) fn lines(window: &[u8]) -> &[u8] {
    memchr::memrchr(b'\n', window).map_or(window, |end| &window[..=end])
}
