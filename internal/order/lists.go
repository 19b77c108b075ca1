package order

import (
	"cmp"
	"slices"

	"gewu/internal/sheet"
)

// descent prints where grids come from: first those that change, then those that do not.
func (p *printing) descent() {
	var kept []string
	var changed []Descent
	for _, d := range p.Lineage {
		if d.Kind == Kept {
			kept = append(kept, d.New.Name)
		} else {
			changed = append(changed, d)
		}
	}
	if len(p.Lineage) == 0 {
		return
	}
	p.section(wordLineage, 22)
	if len(changed) > 0 {
		p.lineageHead()
	}
	for _, d := range changed {
		p.lineageRow(d)
	}
	if len(kept) == 0 {
		return
	}
	p.y += 2.5
	p.paragraph(p.say(wordKept), kept)
}

// Where the columns of the lineage begin.
const (
	oldAt, kindAt, newAt = margin, margin + 64.0, margin + 94.0
	lineageWidth         = 56.0
)

func (p *printing) lineageHead() {
	head := sheet.Bold(8, black)
	p.rule(p.y+1, 0.4, black)
	p.Text(oldAt, p.y+5.2, head, p.say(wordOld))
	p.Text(kindAt, p.y+5.2, head, p.say(wordWhat))
	p.Text(newAt, p.y+5.2, head, p.say(wordNew))
	p.Right(margin+inner, p.y+5.2, head, p.say(wordHouseCols))
	p.y += 7
	p.rule(p.y, 0.25, black)
}

func (p *printing) lineageRow(d Descent) {
	from, to := p.Wrap(body, p.named(d.Old), lineageWidth, nameLines), p.Wrap(body, p.named(d.New), lineageWidth, nameLines)
	lines := max(len(from), len(to))
	high := float64(lines)*body.Leading() + 1.4
	if p.room(high) {
		p.lineageHead()
	}
	y := p.y + 4.2
	p.Text(kindAt, y, body, p.say(kindWords[d.Kind]))
	p.Right(margin+inner, y, body, p.sayf(word{"%d", "%d"}, d.Households))
	for i, line := range from {
		p.Text(oldAt, y+float64(i)*body.Leading(), body, line)
	}
	for i, line := range to {
		p.Text(newAt, y+float64(i)*body.Leading(), body, line)
	}
	p.y += high
	p.rule(p.y, hair, grey)
}

// named is what an area is called; one without name and code is none.
func (p *printing) named(a Area) string {
	if a == (Area{}) {
		return p.say(wordNoGrid)
	}
	return cmp.Or(a.Name, a.Code)
}

// paragraph prints a word and a list after it.
func (p *printing) paragraph(label string, items []string) {
	text := ""
	for i, item := range items {
		if i > 0 {
			text += p.say(wordComma)
		}
		text += item
	}
	const indent = 24.0
	p.room(body.Leading() + 2)
	p.Text(margin, p.y+3.6, sheet.Plain(9, muted), label)
	for _, line := range p.Wrap(body, text, inner-indent, 1<<30) {
		p.room(body.Leading())
		p.Text(margin+indent, p.y+3.6, body, line)
		p.y += body.Leading()
	}
}

// A transfer is the buildings that come from one grid to another.
type transfer struct {
	from, to   Area
	buildings  []Building
	households int
}

// transfers groups buildings, in order of grids.
func transfers(list []Building) []transfer {
	index := map[[2]Area]int{}
	var groups []transfer
	for _, b := range list {
		way := [2]Area{b.From, b.To}
		at, known := index[way]
		if !known {
			at = len(groups)
			index[way] = at
			groups = append(groups, transfer{from: b.From, to: b.To})
		}
		groups[at].buildings = append(groups[at].buildings, b)
		groups[at].households += b.Households
	}
	compareAreas := func(a, b Area) int { return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Name, b.Name)) }
	slices.SortStableFunc(groups, func(a, b transfer) int {
		return cmp.Or(compareAreas(a.from, b.from), compareAreas(a.to, b.to))
	})
	return groups
}

// buildings prints those that change their grid, in two columns for each way that they go.
func (p *printing) buildings() {
	all, tail := transfers(p.Buildings), 0.0
	if len(p.Vacancies) == 0 {
		tail = p.signing() // the last of these are on the page that is signed
	}
	short := len(all) == 0 || len(all) == 1 && len(all[0].buildings) <= 2
	p.section(wordBuildings, 22+only(short, tail))
	if len(all) == 0 {
		p.Text(margin, p.y+3.6, body, p.say(wordNone))
		p.y += 6
	}
	for i, t := range all {
		p.y += 2
		pairs, last := slices.Collect(slices.Chunk(t.buildings, 2)), i == len(all)-1
		p.room(18 + only(last && len(pairs) == 1, tail))
		p.way(t, "")
		for n, pair := range pairs {
			p.pair(t, pair, only(last && n == len(pairs)-1, tail))
		}
	}
}

// only is a length, or none.
func only(yes bool, length float64) float64 {
	if yes {
		return length
	}
	return 0
}

// way prints the heading of a transfer.
func (p *printing) way(t transfer, more string) {
	const most = 58.0
	from, to := p.Wrap(bodyIn, p.named(t.from), most, 1)[0], p.Wrap(bodyIn, p.named(t.to), most, 1)[0]
	p.Fill(pale)
	p.PDF.Rect(margin, p.y, inner, 6, "F")
	x, y := margin+2, p.y+4.2
	p.Text(x, y, bodyIn, from)
	x += p.Width(bodyIn, from) + 2
	p.arrow(x, y-1.2, 5)
	p.Text(x+7, y, bodyIn, to+more)
	group := wordGroup
	if len(t.buildings) == 1 {
		group = wordGroupOne
	}
	p.Right(margin+inner-2, y, small, p.sayf(group, len(t.buildings), t.households))
	p.y += 7
}

// pair prints two buildings beside one another, which stay with so much of what follows.
func (p *printing) pair(t transfer, pair []Building, follows float64) {
	const gap, count = 8.0, 14.0
	column := (inner - gap) / 2
	line := sheet.Plain(8.5, black)
	var names [][]string
	high := 0.0
	for _, b := range pair {
		names = append(names, p.Wrap(line, b.Name, column-count-2, 3))
		high = max(high, float64(len(names[len(names)-1]))*line.Leading()+0.9)
	}
	if p.room(high + follows) {
		p.way(t, p.say(wordContinued))
	}
	for i, b := range pair {
		x := margin + float64(i)*(column+gap)
		for n, text := range names[i] {
			p.Text(x+2, p.y+3.5+float64(n)*line.Leading(), line, text)
		}
		p.Right(x+column-2, p.y+3.5, line, p.sayf(wordHouseUnit, b.Households))
		p.Pen(hair, grey)
		p.PDF.Line(x+2, p.y+high, x+column-2, p.y+high)
	}
	p.y += high
}

// vacancies prints posts that nobody holds, grid by grid.
func (p *printing) vacancies() {
	if len(p.Vacancies) == 0 {
		return
	}
	tail := p.signing() // the last of these is on the page that is signed
	p.section(wordVacancies, 12+only(p.Vacancies[0].Area == p.Vacancies[len(p.Vacancies)-1].Area, tail))
	for i := 0; i < len(p.Vacancies); {
		area := p.Vacancies[i].Area
		var posts []string
		for ; i < len(p.Vacancies) && p.Vacancies[i].Area == area; i++ {
			posts = append(posts, p.Vacancies[i].Post)
		}
		p.paragraphOf(area, posts, only(i == len(p.Vacancies), tail))
	}
}

// paragraphOf prints the posts of a grid, which stay with so much of what follows.
func (p *printing) paragraphOf(area Area, posts []string, follows float64) {
	const indent = 64.0
	text := ""
	for i, post := range posts {
		if i > 0 {
			text += p.say(wordComma)
		}
		text += post
	}
	names, lines := p.Wrap(body, p.named(area), indent-6, nameLines), p.Wrap(body, text, inner-indent, 20)
	high := float64(max(len(names), len(lines)))*body.Leading() + 1.2
	if p.room(high + follows) {
		p.again(wordVacancies)
	}
	for i, line := range names {
		p.Text(margin, p.y+3.8+float64(i)*body.Leading(), body, line)
	}
	for i, line := range lines {
		p.Text(margin+indent, p.y+3.8+float64(i)*body.Leading(), body, line)
	}
	p.y += high
	p.rule(p.y, hair, grey)
}

// signing is how much of a page the signatures need with their heading.
func (p *printing) signing() float64 {
	names := p.signers()
	return 15 + float64(len(names))*signingHeight(len(names))
}

// signingHeight is the height of each of so many lines to sign on: all are on one page, under what is signed.
func signingHeight(signers int) float64 { return max(7, min(15, 165/float64(signers))) }

func (p *printing) signers() []string {
	names := p.Signing
	if len(names) == 0 {
		for _, w := range signers {
			names = append(names, p.say(w))
		}
	}
	return names
}

// signatures prints lines to sign on, which stay together, and with the end of what is before them.
func (p *printing) signatures() {
	names := p.signers()
	each := signingHeight(len(names))
	p.section(wordSignatures, each*float64(len(names)))
	for _, name := range names {
		p.room(each)
		y := p.y + each - 5
		p.Text(margin, y, body, p.Wrap(body, name, 62, 1)[0])
		p.Pen(0.2, black)
		p.Text(margin+66, y, small, p.say(wordSign))
		p.PDF.Line(margin+78, y+0.6, margin+124, y+0.6)
		p.Text(margin+128, y, small, p.say(wordDate))
		p.PDF.Line(margin+138, y+0.6, margin+inner, y+0.6)
		p.y += each
	}
}
