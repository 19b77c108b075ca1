package api

import (
	"context"
	"runtime"
	"slices"
	"sync/atomic"
	"time"
)

// A class is a sort of requests that may take only so much of the service at once, so that one sort
// cannot starve another.
type class string

// The classes.
const (
	unlimited class = "-"         // answered at once, from memory
	lookUps   class = "look-ups"  //
	tileCalls class = "tiles"     //
	streaming class = "streams"   // bodies and answers of any length, with limits of their own
	uploads   class = "uploads"   // files; the call itself bounds them
	analysing class = "analysis"  // counts over many rows
	writes    class = "writes"    //
	edits     class = "edits"     // changes of plans
	proposing class = "proposals" // divisions that are worked out for some seconds
)

func (c class) known() bool {
	return slices.Contains([]class{unlimited, lookUps, tileCalls, streaming, uploads, analysing, writes, edits, proposing}, c)
}

// boundsBody reports whether a request of the class has a short body.
func (c class) boundsBody() bool { return c != streaming && c != uploads }

// A room holds the requests of a class that are answered at once. Some more wait for a moment.
type room struct {
	class   class
	places  chan struct{}
	waiting atomic.Int64
	queue   int64         // how many may wait
	wait    time.Duration // for how long
	leave   func()        // gives a place back
}

// rooms are those of the classes that have one.
type rooms map[class]*room

func newRooms() rooms {
	cores := runtime.NumCPU()
	return rooms{
		lookUps:   newRoom(lookUps, 256, 1024, 2*time.Second),
		tileCalls: newRoom(tileCalls, 512, 2048, 5*time.Second),
		analysing: newRoom(analysing, 2*cores, 32, 10*time.Second),
		uploads:   newRoom(uploads, 2*cores, 16, 10*time.Second),
		edits:     newRoom(edits, 2*cores, 256, 10*time.Second),
		proposing: newRoom(proposing, max(1, cores/2), 8, 10*time.Second),
		writes:    newRoom(writes, 4*cores, 256, 10*time.Second),
	}
}

func newRoom(c class, places int, queue int64, wait time.Duration) *room {
	m := &room{class: c, places: make(chan struct{}, places), queue: queue, wait: wait}
	m.leave = func() { <-m.places }
	return m
}

func stay() {}

// enter takes a place for a request of a class, which leave must give back. It returns a problem
// when there is none in time, or too many wait already.
func (a rooms) enter(ctx context.Context, c class) (leave func(), err error) {
	room := a[c]
	if room == nil {
		return stay, nil
	}
	return room.leave, room.enter(ctx)
}

func (m *room) enter(ctx context.Context) error {
	select {
	case m.places <- struct{}{}:
		return nil
	default:
	}
	if m.waiting.Add(1) > m.queue {
		m.waiting.Add(-1)
		return roomFull(m.class)
	}
	defer m.waiting.Add(-1)
	patience := time.NewTimer(m.wait)
	defer patience.Stop()
	select {
	case m.places <- struct{}{}:
		return nil
	case <-patience.C:
		return roomFull(m.class)
	case <-ctx.Done():
		return ctx.Err()
	}
}
