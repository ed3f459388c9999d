//! Bytes that differ a little from a seed, the same in every run.

/// A generator of numbers: SplitMix64.
pub struct Random(u64);

impl Random {
    /// A generator that starts here.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// Pieces that formats treat in their own way.
const PIECES: &[&[u8]] = &[
    b"\"", b"\"\"", b"'", b",", b"\t", b"\n", b"\r", b"\r\n", b"\n\n", b"\0", b"&", b"&quot;", b"&#8220;", b"&amp;amp;quot;", b"&#",
    b"<", b">", b"<p>", b"</p>", b"<div>", b"<!--", b"-->", b"<script>", b"</script>", b"<title>", b"<br>", b"<blockquote>",
    b"<meta charset=shift_jis>", b"<meta charset=gb18030>", b"<?xml encoding=\"euc-jp\"?>", b"<svg>", b"<a href=x>", b"<b>",
    b"{", b"}", b"[", b"]", b":", b"\\u", b"\\ud83d", b"\\\"", b"{\"text\":\"", b"\"@type\":\"NewsArticle\"", b"---\n", b"# ",
    b"> ", b"* ", b"1. ", b"```\n", b"_", b"[a](b)", b"![a](b)", b"- ", b"-\n", b"Q: ", b"ANN: ", b"\xEF\xBB\xBF", b"\xFF\xFE",
    b"\xFE\xFF", b"\xC2\xAD", b"\xC2\xAD\n", b"\xC2\xA0", b"\xE2\x80\x8B", b"\xE2\x80\x9C", b"\xE2\x80\x9D", b"\xE2\x80\xA8",
    b"\xEF\xAC\x81", b"\xEF\xAC\x83", b"\x93", b"\x94", b"\xD5", b"\x81", b"\x8F\xA1", b"\x1B$B", b"\x1B(B", b"\x81\x30\x81",
    b"\xC3\xA2\xE2\x82\xAC\xC5\x93", b"\xC3\x83\xC2\xA9", b"\xC3\x82\xC2\xA0", b"\x0B", b"\x0C", b"\xC2\x85", b".", b"? ", b"text",
    b"Content-Type: text/html\n", b"Content-Type: message/rfc822\n\n", b"=\n", b"=E2=80=9D", b"--b\n", b"\nFrom x\na: b\n", b"<![CDATA[",
    b"]]>", b"<item>", b"</item>", b"<content type=\"xhtml\">", b"</w:p>", b"<w:p>", b"<w:del>", b"<text:p>", b"<office:text>",
    b"PK\x03\x04", b"00:00:01.000 --> 00:00:02.000\n", b"<v A>", b">> ", b"said", b" she said. ", b"We must act. ", b"\xF0\x9D\x95\x8F",
];

/// Changes some bytes of a seed, or joins it with another.
pub fn mutated(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        match random.below(8) {
            0 if !bytes.is_empty() => {
                let at = random.below(bytes.len());
                bytes[at] = random.next() as u8;
            }
            1 if !bytes.is_empty() => {
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
            }
            2 => {
                let end = (at + 1 + random.below(16)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                let end = (at + random.below(40)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            4 => bytes.truncate(at),
            5 => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            _ => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
    bytes
}
