package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/geo"
	"gewu/plan"
)

// StartPlan begins a plan: from the last edition of its communities, from nothing, from boundaries of
// a file, or as a copy of another with its log. A community whose last edition takes force on a day to
// come is planned as it will be then. Making the fabric takes seconds, once for the same ground.
//
// It fails with [ErrNoCommunity], [plan.ErrNotBeside], [plan.ErrNoFabric], for a file with a
// [*plan.BadFile], or for a copy with [plan.ErrNoPlan] and [plan.ErrOtherLand].
func (db *DB) StartPlan(ctx context.Context, actor *access.Actor, s plan.Start) (plan.Record, error) {
	var id int64
	var err error
	if s.From == plan.FromPlan {
		id, err = db.copyPlan(ctx, actor, s)
	} else {
		id, err = db.beginPlan(ctx, actor, s)
	}
	if err != nil {
		return plan.Record{}, fmt.Errorf("start a plan: %w", err)
	}
	return db.Plan(ctx, id)
}

func (db *DB) beginPlan(ctx context.Context, actor *access.Actor, s plan.Start) (id int64, err error) {
	g, err := db.findGround(ctx, s.Communities)
	if err != nil {
		return 0, explain(err)
	}
	switch s.From {
	case plan.FromFile:
		if err := g.takeFile(ctx, db, s.Boundaries); err != nil {
			return 0, explain(err)
		}
	case plan.FromEdition:
		if err := g.takeGrids(ctx, db); err != nil {
			return 0, explain(err)
		}
	}
	fabric, _, err := db.fabricOf(ctx, g)
	if err != nil {
		return 0, explain(err)
	}
	arguments := startArguments(actor, s)
	arguments["communities"], arguments["bases"], arguments["fabric"], arguments["origin"] = g.ids(), g.bases, fabric, s.From
	return id, db.startPlan(ctx, actor, s, g.ids(), func(tx pgx.Tx) (int64, error) {
		err := tx.QueryRow(ctx, query("plan_add"), arguments).Scan(&id)
		return id, err
	})
}

func startArguments(actor *access.Actor, s plan.Start) args {
	var person any
	if actor.Kind == access.Person {
		person = actor.ID
	}
	return args{"title": s.Title, "note": s.Note, "person": person, "name": entryText(actor.Name)}
}

// startPlan writes what adds a plan.
func (db *DB) startPlan(ctx context.Context, actor *access.Actor, s plan.Start, communities []int64, add func(tx pgx.Tx) (int64, error)) error {
	name := operationOf(actor, "POST /v1/communities/{id}/plans", "gewu plan start")
	return db.write(ctx, actor, name, func(tx pgx.Tx) (access.Entry, error) {
		id, err := add(tx)
		entry := heldPlan{id: id, communities: communities}.entry()
		entry.After = record(map[string]any{"title": s.Title, "from": s.From, "communities": communities})
		return entry, err
	})
}

// copyPlan copies a plan of the same communities, or of those it has when none are named.
func (db *DB) copyPlan(ctx context.Context, actor *access.Actor, s plan.Start) (id int64, err error) {
	source, err := db.Plan(ctx, s.CopyOf)
	if err != nil {
		return 0, err
	}
	wanted := slices.Sorted(slices.Values(s.Communities))
	if len(wanted) > 0 && !slices.Equal(slices.Compact(wanted), source.Communities) {
		return 0, plan.ErrOtherLand
	}
	arguments := startArguments(actor, s)
	arguments["plan"] = s.CopyOf
	return id, db.startPlan(ctx, actor, s, idsOf(source.Communities), func(tx pgx.Tx) (int64, error) {
		err := tx.QueryRow(ctx, query("plan_copy"), arguments).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			err = plan.ErrNoPlan
		}
		return id, err
	})
}

func idsOf(areas []geo.AreaID) []int64 {
	ids := make([]int64, len(areas))
	for i, id := range areas {
		ids[i] = int64(id)
	}
	return ids
}

// fabricOf returns the fabric of a ground, which is made when nobody has needed it before, and then
// what it has not as it was given.
func (db *DB) fabricOf(ctx context.Context, g *ground) (id int64, notes []plan.Note, err error) {
	digest := g.digest()
	find := func() error {
		return db.service.QueryRow(ctx, query("plan_fabric"), args{"digest": digest[:]}).Scan(&id)
	}
	if err := find(); !errors.Is(err, pgx.ErrNoRows) {
		return id, nil, err
	}
	made, notes, err := g.weave(ctx, db)
	if err != nil {
		return 0, nil, err
	}
	cells := 0
	for range made.Fabric().Cells() {
		cells++
	}
	_, err = db.service.Exec(ctx, query("plan_fabric_add"), args{
		"communities": g.ids(), "bases": g.bases, "digest": digest[:], "notes": string(record(g.startNotes(notes))), "cells": cells, "body": made.Encode(),
	})
	if err != nil {
		return 0, nil, err
	}
	return id, notes, find()
}
