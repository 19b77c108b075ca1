package main

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"gewu/access"
	"gewu/store"
)

// An auditing is the settings of one `gewu audit list`.
type auditing struct {
	place        place
	filter       access.AuditFilter
	kind         string
	since, until string
	format       string
}

func auditListCommand(std Streams) *cobra.Command {
	var l auditing
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List entries of the audit trail, the newest first",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return l.run(cmd.Context(), std)
		},
	}
	f := cmd.Flags()
	l.place.bind(cmd)
	f.StringVar(&l.since, "since", "", "from this day on, YYYY-MM-DD, in the district's time zone")
	f.StringVar(&l.until, "until", "", "before this day")
	f.StringVar(&l.kind, "kind", "", "only of visitor, person, token, console or service")
	f.StringVar(&l.filter.Operation, "operation", "", "only of this operation, such as \"gewu import grids\"")
	f.StringVar(&l.filter.Noun, "noun", "", "only about this noun, such as person or area")
	f.StringVar(&l.filter.Text, "text", "", "only with this somewhere in it")
	f.Int64Var(&l.filter.Before, "before", 0, "only entries with a smaller number")
	f.IntVar(&l.filter.Limit, "limit", 100, fmt.Sprintf("at most so many, up to %d", access.MostEntries))
	f.StringVar(&l.format, "format", "text", "text, or json with one entry a line")
	return cmd
}

func (l *auditing) run(ctx context.Context, std Streams) error {
	var wrong mistakes
	wrong.add(checkFormat(l.format))
	since, err := dayOf("--since", l.since)
	wrong.add(err)
	until, err := dayOf("--until", l.until)
	wrong.add(err)
	if l.filter.Limit < 1 || l.filter.Limit > access.MostEntries {
		wrong.add(fmt.Errorf("--limit is %d, and can be 1 to %d", l.filter.Limit, access.MostEntries))
	}
	switch l.filter.Kind = access.Kind(l.kind); l.filter.Kind {
	case "", access.Visitor, access.Person, access.Machine, access.Console, access.Service:
	default:
		wrong.add(fmt.Errorf("--kind is %q, and can be visitor, person, token, console or service", l.kind))
	}
	if err := errors.Join(wrong...); err != nil {
		return usage(err)
	}
	return l.place.with(ctx, func(db *store.DB) error { return l.list(ctx, db, since, until, std.Out) })
}

// list writes the entries. That it was done is no entry of its own: who works on this machine can
// read the database anyway.
func (l *auditing) list(ctx context.Context, db *store.DB, since, until time.Time, out io.Writer) error {
	zone, err := zoneOf(ctx, db)
	if err != nil {
		return err
	}
	l.filter.Scope, l.filter.From, l.filter.Until = access.Everything, startOf(since, zone), startOf(until, zone)
	entries, err := db.Audit(ctx, l.filter)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if l.format == "json" {
			err = writeJSON(out, entryJSON(e))
		} else {
			_, err = fmt.Fprintln(out, entryLine(e, zone))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// startOf is when a day begins in a time zone; zero for the zero day.
func startOf(day time.Time, zone *time.Location) time.Time {
	if day.IsZero() {
		return day
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone)
}

// entryLine is an entry on one line. What others have typed is quoted, so that it cannot look like
// another entry.
func entryLine(e access.Entry, zone *time.Location) string {
	line := fmt.Sprintf("%d %s %s %q from %s: %q", e.ID, e.At.In(zone).Format(time.DateTime), e.Kind, e.Name,
		cmp.Or(e.From, "this machine"), e.Operation)
	if e.Noun != "" {
		line += fmt.Sprintf(" %s %q", e.Noun, e.Object)
	}
	if e.Area != 0 {
		line += fmt.Sprintf(" in area %d", e.Area)
	}
	if e.Before != nil {
		line += fmt.Sprintf(", before %s", e.Before)
	}
	if e.After != nil {
		line += fmt.Sprintf(", after %s", e.After)
	}
	return line
}

// writeJSON writes a value as one line.
func writeJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

func entryJSON(e access.Entry) any {
	return struct {
		ID        int64           `json:"id"`
		At        time.Time       `json:"at"`
		Kind      access.Kind     `json:"kind"`
		Actor     int64           `json:"actor,omitempty"`
		Name      string          `json:"name"`
		From      string          `json:"from"`
		Operation string          `json:"operation"`
		Noun      string          `json:"noun"`
		Object    string          `json:"object"`
		Area      int64           `json:"area,omitempty"`
		Before    json.RawMessage `json:"before"`
		After     json.RawMessage `json:"after"`
		Hash      string          `json:"hash"`
	}{
		e.ID, e.At.UTC(), e.Kind, e.Actor, e.Name, e.From, e.Operation, e.Noun, e.Object, int64(e.Area), e.Before, e.After,
		hex.EncodeToString(e.Hash),
	}
}

// auditJSON is a report as programs read it.
func auditJSON(r store.AuditReport) any {
	type finding struct {
		ID     int64  `json:"id"`
		Kind   string `json:"kind"`
		Detail string `json:"detail"`
	}
	findings := []finding{}
	for _, f := range r.Findings {
		findings = append(findings, finding{f.ID, string(f.Kind), f.Detail})
	}
	return struct {
		Entries  int64     `json:"entries"`
		Head     string    `json:"head"`
		Found    int64     `json:"found"`
		Findings []finding `json:"findings"`
	}{r.Entries, r.Head.String(), r.Found, findings}
}
