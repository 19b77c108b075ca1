package demo

import "time"

// A town is the demo district in the making.
type town struct {
	*site
	today        time.Time
	blocks       []*block
	top          *region // the district
	resettlement *region // the community that is the resettlement estate
	raw          int     // households before the counts are settled
	facilities   []facility
}

// communities returns all communities in the order of their codes.
func (t *town) communities() []*region {
	var out []*region
	for _, street := range t.top.parts {
		out = append(out, street.parts...)
	}
	return out
}
