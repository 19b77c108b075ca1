package interchange

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// sampleBytes is how much of a text decides its encoding.
const sampleBytes = 1 << 20

// textOf returns the text of r in UTF-8, without a byte order mark.
//
// The encoding is the one named, by any label of the WHATWG standard (gbk, gb18030, big5,
// windows-1252, utf-16le …). Otherwise a byte order mark decides. Otherwise the text is UTF-8
// when its first MiB is; else GB 18030 when that MiB decodes without a fault and at least nine
// in ten of its two-byte characters lie in the plane of GB 2312, which western texts do not
// reach. Anything else is refused. Text that turns out not to be UTF-8 after the first MiB is
// refused row by row.
func textOf(r *bufio.Reader, name string) (*bufio.Reader, error) {
	if name != "" {
		e, err := htmlindex.Get(name)
		if err != nil {
			return nil, fmt.Errorf("encoding %q is unknown; use a name such as utf-8, gbk, gb18030 or big5", name)
		}
		return decoded(r, e), nil
	}
	sample, err := r.Peek(min(sampleBytes, r.Size()))
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(sample, []byte("\xef\xbb\xbf")):
		_, err := r.Discard(3)
		return r, err
	case bytes.HasPrefix(sample, []byte("\xff\xfe")), bytes.HasPrefix(sample, []byte("\xfe\xff")):
		return decoded(r, unicode.UTF16(unicode.BigEndian, unicode.UseBOM)), nil
	case utf8.Valid(wholeRunes(sample)):
		return r, nil
	case isChinese(sample):
		return decoded(r, simplifiedchinese.GB18030), nil
	}
	return nil, fmt.Errorf("the text is neither UTF-8 nor GBK: give its encoding, --encoding NAME")
}

// decoded reads r, which is in encoding e, as UTF-8.
func decoded(r io.Reader, e encoding.Encoding) *bufio.Reader {
	return bufio.NewReaderSize(transform.NewReader(r, unicode.BOMOverride(e.NewDecoder())), 1<<16)
}

// wholeRunes cuts a character that the end of the sample divides.
func wholeRunes(b []byte) []byte {
	for back := 1; back <= min(utf8.UTFMax-1, len(b)); back++ {
		if tail := b[len(b)-back:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return b[:len(b)-back]
			}
			break
		}
	}
	return b
}

// isChinese reports whether sample reads as GB 18030 and looks like Chinese text in it.
func isChinese(sample []byte) bool {
	for i := 0; i < len(sample); {
		n := gbLength(sample[i:])
		if n == 0 && (len(sample) < sampleBytes || len(sample)-i >= 4) {
			return false // not merely divided by the end of the sample
		}
		i += max(n, 1)
	}
	return chineseShare(sample) >= 0.9
}

// chineseShare returns which share of what is not ASCII lies in the plane of GB 2312, 0 when all
// is ASCII.
func chineseShare(sample []byte) float64 {
	var all, common float64
	for i := 0; i < len(sample); {
		n := gbLength(sample[i:])
		if n != 1 {
			all++
		}
		if n == 2 && sample[i] >= 0xa1 && sample[i] <= 0xf7 && sample[i+1] >= 0xa1 {
			common++
		}
		i += max(n, 1)
	}
	return common / max(all, 1)
}

// gbLength returns the length of the GB 18030 character at the front of b, 0 when there is none.
func gbLength(b []byte) int {
	inside := func(i int, low, high byte) bool { return i < len(b) && low <= b[i] && b[i] <= high }
	switch {
	case inside(0, 0, 0x7f):
		return 1
	case !inside(0, 0x81, 0xfe):
		return 0
	case inside(1, 0x40, 0x7e), inside(1, 0x80, 0xfe):
		return 2
	case inside(1, 0x30, 0x39) && inside(2, 0x81, 0xfe) && inside(3, 0x30, 0x39):
		return 4
	}
	return 0
}
