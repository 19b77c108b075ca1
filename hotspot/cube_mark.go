package hotspot

// A mark is a fact of a page in one word, so that ten million of them take 80 MB and are sorted as numbers: by
// place in the page (8 bits), day (16) and kind (10). The 30 bits below hold the count above −2²⁹.
type mark uint64

const (
	countBits = 30
	noCount   = 1 << (countBits - 1)
	mostCount = noCount - 1 // that one mark holds, above 0 and below
)

// mark appends the fact, as several marks when it counts more than one holds.
func (f Fact) mark(marks []mark) []mark {
	at := mark(f.Place%pagePlaces)<<26 | mark(f.Day-firstDay)<<10 | mark(f.Kind)
	for count := int64(f.Count); count != 0; {
		part := min(max(count, -mostCount), mostCount)
		marks = append(marks, at<<countBits|mark(part+noCount))
		count -= part
	}
	return marks
}

func (m mark) place() int { return int(m >> (26 + countBits)) }

func (m mark) count() int64 { return int64(m&(1<<countBits-1)) - noCount }

// when returns the day and the kind, as when of an entry does.
func (m mark) when() uint32 { return uint32(m >> countBits & (1<<26 - 1)) }

func (m mark) entry() entry {
	return entry{day: uint16(m.when() >> 10), kind: Kind(m.when() & (Kinds - 1))}
}

// when returns the day and the kind, such that entries ascend by it.
func (e entry) when() uint32 { return uint32(e.day)<<10 | uint32(e.kind) }
