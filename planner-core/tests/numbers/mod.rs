//! Numbers from a seed: the same seed gives the same damage.

/// A small generator (xorshift).
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below `limit`; 0 where that is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}
