package report

import (
	"cmp"

	"gewu/analysis"
	"gewu/geo"
)

// A Told is a report in both languages, for a page that shows it: the words are those of the printed page, which has
// as many of them as it has room for. What is not known is null.
type Told struct {
	Provenance analysis.Record   `json:"provenance"` // of the counts; its query makes these bytes
	Title      analysis.Text     `json:"title"`
	Above      []string          `json:"above"`
	Period     analysis.Text     `json:"period"`
	Data       *analysis.Text    `json:"data"`
	Steps      []ToldStep        `json:"steps"`
	Idle       analysis.Text     `json:"idle"`
	Sentences  []analysis.Text   `json:"sentences"`
	Unit       analysis.Text     `json:"unit"`
	Level      analysis.Level    `json:"level"` // of the places
	Placed     analysis.Text     `json:"placed"`
	NoRates    *analysis.Text    `json:"no_rates"`
	Breaks     []analysis.Figure `json:"breaks"`
	Whole      analysis.Figure   `json:"whole"`
	Places     []ToldPlace       `json:"places"`
	Spots      []ToldSpot        `json:"spots"`
	SpotsOf    *analysis.Text    `json:"spots_of"`
	NoSpots    *analysis.Text    `json:"no_spots"`
	Unseen     []ToldUnseen      `json:"unseen"`
	UnseenNot  []analysis.Text   `json:"unseen_not"`
	Made       []analysis.Text   `json:"made"`
}

// A ToldStep is a [Step].
type ToldStep struct {
	Kind  string        `json:"kind"`
	Spot  *int          `json:"spot"`
	Words analysis.Text `json:"words"`
}

// A ToldPlace is a [Place] without its land.
type ToldPlace struct {
	ID    geo.AreaID      `json:"id"`
	Name  analysis.Text   `json:"name"`
	Rate  analysis.Figure `json:"rate"`
	Lower analysis.Figure `json:"lower"`
	Upper analysis.Figure `json:"upper"`
	Class string          `json:"class"` // above, within or below what chance explains
}

// A ToldSpot is a [Spot].
type ToldSpot struct {
	Number  int               `json:"number"`
	At      analysis.Position `json:"at"`
	Name    analysis.Text     `json:"name"`
	Pattern string            `json:"pattern"`
	Course  analysis.Text     `json:"course"`
	Much    analysis.Text     `json:"much"`
	More    analysis.Text     `json:"more"`
	Open    bool              `json:"open"`
}

// A ToldUnseen is an [Unseen].
type ToldUnseen struct {
	Kind  string        `json:"kind"`
	Count int           `json:"count"`
	Title analysis.Text `json:"title"`
}

// Told says in both languages what was found.
func (f *Findings) Told() Told {
	zh, en := f.In(Chinese), f.In(English)
	both := func(of func(r *Report) string) analysis.Text { return analysis.Text{ZH: of(&zh), EN: of(&en)} }
	t := Told{
		Provenance: f.record(), Above: append([]string{}, zh.Above...), Level: f.placed(), Breaks: []analysis.Figure{}, Whole: figurePointedAt(zh.Whole),
		Title: both((*Report).Title), Period: both(func(r *Report) string { return r.Period }), Data: told(both(func(r *Report) string { return r.Data })),
		Idle: both(func(r *Report) string { return r.Idle }), Unit: both(func(r *Report) string { return r.Unit }), Placed: both(func(r *Report) string { return r.Placed }),
		NoRates: told(both(func(r *Report) string { return r.NoRates })), SpotsOf: told(both(func(r *Report) string { return r.SpotsOf })), NoSpots: told(both(func(r *Report) string { return r.NoSpots })),
		Sentences: pairs(zh.Sentences, en.Sentences, pair), UnseenNot: pairs(zh.UnseenNot, en.UnseenNot, pair), Made: pairs(zh.Made, en.Made, pair),
		Steps: pairs(zh.Steps, en.Steps, stepIn), Places: pairs(zh.Places, en.Places, placeIn),
		Spots: pairs(zh.Spots, en.Spots, spotIn), Unseen: pairs(zh.Unseen, en.Unseen, unseenIn),
	}
	for _, b := range zh.Breaks {
		t.Breaks = append(t.Breaks, analysis.Known(b))
	}
	for i := range t.Spots {
		t.Spots[i].At = f.change.Spots[i].At
	}
	return t
}

// record is that of the counts, with the call that is answered by these bytes.
func (f *Findings) record() analysis.Record {
	r := f.load.Provenance
	r.What, r.Level, r.Query = "report", f.placed(), f.question.call()+"format=json"
	return r
}

// pairs puts what is said in one language beside the same in the other.
func pairs[T, P any](zh, en []T, pair func(zh, en *T) P) []P {
	list := make([]P, len(zh))
	for i := range zh {
		list[i] = pair(&zh[i], &en[i])
	}
	return list
}

func pair(zh, en *string) analysis.Text { return analysis.Text{ZH: *zh, EN: *en} }

func stepIn(zh, en *Step) ToldStep {
	step := ToldStep{Kind: zh.Kind, Words: pair(&zh.Words, &en.Words)}
	if zh.Spot > 0 {
		step.Spot = &zh.Spot
	}
	return step
}

func placeIn(zh, en *Place) ToldPlace {
	class := map[Stand]string{Above: "above", Within: "within", Below: "below"}[zh.Stands]
	return ToldPlace{zh.ID, pair(&zh.Name, &en.Name), figurePointedAt(zh.Rate), figurePointedAt(zh.Lower), figurePointedAt(zh.Upper), class}
}

func spotIn(zh, en *Spot) ToldSpot {
	return ToldSpot{
		Number: zh.Number, Name: pair(&zh.Name, &en.Name), Pattern: zh.Course, Course: pair(&zh.Word, &en.Word),
		Much: pair(&zh.Much, &en.Much), More: pair(&zh.More, &en.More), Open: zh.Open,
	}
}

func unseenIn(zh, en *Unseen) ToldUnseen {
	return ToldUnseen{zh.Kind, zh.Count, pair(&zh.Title, &en.Title)}
}

// told is nil for words that there are none of.
func told(t analysis.Text) *analysis.Text {
	if cmp.Or(t.ZH, t.EN) == "" {
		return nil
	}
	return &t
}

func figurePointedAt(v *float64) analysis.Figure {
	if v == nil {
		return analysis.Figure{}
	}
	return analysis.Known(*v)
}
