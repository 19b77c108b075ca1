package cluster

import (
	"errors"
	"math"

	"gewu/hotspot"
)

// Noise is the label of a point that belongs to no cluster.
const Noise int32 = -1

// A Clustering says which cluster each point belongs to.
type Clustering struct {
	Label []int32 // from 0 by the lowest number of a core point, or Noise
	Core  []bool  // points with enough others about them; the others of a cluster are its border
	Count int     // of clusters
}

// What a distance may be, in metres.
const (
	leastDistance = 0.1
	mostDistance  = 1e6
)

// ErrDistance is the answer to a distance that is not between 10 cm and 1,000 km.
var ErrDistance = errors.New("a distance is from 0.1 to 1,000,000 metres")

// ErrFewest is the answer to fewer than one point about a core point.
var ErrFewest = errors.New("a core point has at least one point about it: itself")

// ErrPosition is the answer to a point that is nowhere or farther than 10,000 km from the origin.
var ErrPosition = errors.New("a point lies within 10,000 km of the origin of its plane")

// DBSCAN joins points that lie close together (Ester et al. 1996). A point is a core point when at
// least fewest points, itself among them, lie within so many metres, the distance itself included.
// Core points that near each other are one cluster; other points that near a core point are its
// border and go to the cluster of the nearest one, of equals to that of the lowest number.
// Points may coincide.
func DBSCAN(at []hotspot.Point, metres float64, fewest int) (Clustering, error) {
	return join(at, nil, metres, 0, fewest)
}

// STDBSCAN is DBSCAN in space and time: points are near each other when they lie within so many
// metres and their days differ by at most so many (Birant and Kut 2007, without their density factor).
func STDBSCAN(at []hotspot.Point, day []int32, metres float64, days int32, fewest int) (Clustering, error) {
	return join(at, day, metres, days, fewest)
}

func join(at []hotspot.Point, day []int32, metres float64, days int32, fewest int) (Clustering, error) {
	switch {
	case !(metres >= leastDistance && metres <= mostDistance):
		return Clustering{}, ErrDistance
	case fewest < 1:
		return Clustering{}, ErrFewest
	}
	for _, p := range at {
		if !(math.Abs(p.X) <= 1e7 && math.Abs(p.Y) <= 1e7) {
			return Clustering{}, ErrPosition
		}
	}
	c := newCrowd(at, day, metres, days)
	c.findCores(fewest)
	c.joinCores()
	return c.label(), nil
}
