package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gewu/hotspot"
	"gewu/hotspot/cluster"
)

// mostClusters is how many clusters are told, those with most incidents first.
const mostClusters = 200

// A happened is an incident of the period.
type happened struct {
	at    hotspot.Point
	day   int32
	piece int32
	kind  hotspot.Kind
}

// incidents returns the incidents of the area, period and kinds in the order in which they came to be known.
func (s *Study) incidents() (list []happened) {
	q := &s.Question
	for position, i := range s.Issues.All() {
		if i.Incident(position) && i.Opened >= q.From && i.Opened < q.Until && s.OfPiece[i.Piece] >= 0 && s.Set.Has(i.Kind) {
			list = append(list, happened{s.Plane.Metres(i.At), int32(i.Opened), i.Piece, i.Kind})
		}
	}
	return list
}

// clusters tells where incidents lie close together: where to send a crew. It is no test.
func clusters(_ context.Context, s *Study, _ Progress) (*Answer, error) {
	q := &s.Question
	list := s.incidents()
	if len(list) == 0 {
		return nil, NotTestable("期间内没有事件。", "the period has no incident.")
	}
	joined, err := s.cluster(list)
	if err != nil {
		return nil, err
	}
	members := make([][]happened, joined.Count)
	alone := 0
	for i, label := range joined.Label {
		if label == cluster.Noise {
			alone++
			continue
		}
		members[label] = append(members[label], list[i])
	}
	slices.SortStableFunc(members, func(a, b []happened) int { return cmp.Compare(len(b), len(a)) })
	a := s.answer()
	a.Places = []Place{}
	for _, of := range members[:min(len(members), mostClusters)] {
		s.tellCluster(a, of)
	}
	a.Features = spotFeatures(a.Spots)
	a.Provenance.Settings["metres"], a.Provenance.Settings["least"] = Known(q.Metres), q.Least
	a.Provenance.Settings["within_days"], a.Provenance.Settings["clusters"] = q.Within, joined.Count
	s.Note("no_test", "聚集不是显著性检验：它总会找到些什么，只用于安排人手。", "Clusters are no test: they always find something. Use them to plan a round, not to judge a place.")
	if joined.Count > mostClusters {
		s.Note("more", "共 %s 处聚集，只列出最大的 %d 处。", "There are %s clusters; the %d largest are listed.", Grouped(joined.Count), mostClusters)
	}
	a.Summary = Summary{
		Words("%s 件事件中，%s 件聚成 %s 处，其余零散。", "Of %s incidents %s lie in %s clusters, the rest are scattered.",
			Grouped(len(list)), Grouped(len(list)-alone), Grouped(joined.Count)),
		[]NamedFigure{
			{Name: "clusters", Value: Known(float64(joined.Count)), Unit: "places", Words: placesOf},
			{Name: "clustered", Value: Known(float64(len(list) - alone)), Unit: "incidents", Words: incidentsOf},
			{Name: "scattered", Value: Known(float64(alone)), Unit: "incidents", Words: incidentsOf},
		},
	}
	return s.finish(a, "count"), nil
}

// cluster joins incidents in space, or in space and time.
func (s *Study) cluster(list []happened) (cluster.Clustering, error) {
	q := &s.Question
	at, day := make([]hotspot.Point, len(list)), make([]int32, len(list))
	for i := range list {
		at[i], day[i] = list[i].at, list[i].day
	}
	if q.Within == 0 {
		return cluster.DBSCAN(at, q.Metres, q.Least)
	}
	return cluster.STDBSCAN(at, day, q.Metres, int32(q.Within), q.Least)
}

// tellCluster adds a cluster to an answer.
func (s *Study) tellCluster(a *Answer, of []happened) {
	g, first, last := newGathered(), of[0].day, of[0].day
	for _, x := range of {
		g.add(x.piece, x.kind, 1)
		first, last = min(first, x.day), max(last, x.day)
	}
	since, until := date(hotspot.Day(first)), date(hotspot.Day(last)+1)
	spot := Spot{Number: len(a.Spots) + 1, Class: "none", Pattern: "cluster", Count: len(of), Since: &since, Until: &until, Series: []int{}}
	s.describe(&spot, g, hotspot.Day(first), hotspot.Day(last)+1)
	what := kindWords(spot.Kinds)
	spot.Words = Words("%s：%s，%s 件，%s至%s。", "%s: %s; %s incidents from %s to %s.",
		spot.Name, what, Grouped(len(of)), dayWords(since), dayWords(date(hotspot.Day(last))))
	if n := mostAtOnePoint(of); n >= s.Question.Least && 2*n >= len(of) {
		spot.Words.ZH += fmt.Sprintf("其中 %s 件登记在同一个点上：可能是没有地址的事件统一登记处。", Grouped(n))
		spot.Words.EN += fmt.Sprintf(" Of these %s are recorded at one single point, perhaps where what has no address is put.", Grouped(n))
	}
	cover := coverWords(&spot)
	spot.Words = Text{spot.Words.ZH + cover.ZH, spot.Words.EN + " " + cover.EN}
	a.Spots = append(a.Spots, spot)
}

// mostAtOnePoint returns how many incidents lie at the point that most lie at.
func mostAtOnePoint(of []happened) (most int) {
	at := map[hotspot.Point]int{}
	for _, x := range of {
		at[x.at]++
		most = max(most, at[x.at])
	}
	return most
}
