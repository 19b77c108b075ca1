package api

import (
	"context"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gewu/access"
)

// auditColumns head the table of entries.
var auditColumns = []string{
	"id", "at", "kind", "person", "name", "from", "operation", "noun", "object", "area_code", "area_name", "before", "after", "hash",
}

// tablePatience is how long a client may take for a page of a table.
const tablePatience = time.Minute

// auditTable answers with all entries that are asked for, or the limit asked for, as CSV. That they
// are taken out is an entry itself, which comes first.
func (s *server) auditTable(w http.ResponseWriter, r *http.Request) {
	f, asked, err := auditFilter(r, 0)
	if err == nil {
		err = s.noteTable(r, asked)
	}
	var entries []access.Entry
	left := f.Limit
	if err == nil {
		entries, err = s.auditPiece(r.Context(), &f, left)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8; header=present")
	h.Set("Content-Disposition", `attachment; filename="audit.csv"`)
	h.Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, "\ufeff") // spreadsheets take a table for UTF-8 by it
	table := csv.NewWriter(w)
	_ = table.Write(auditColumns)
	control := http.NewResponseController(w)
	for len(entries) > 0 && err == nil {
		_ = control.SetWriteDeadline(time.Now().Add(tablePatience))
		for _, e := range entries {
			_ = table.Write(auditRow(viewOf(r), e))
		}
		if table.Flush(); table.Error() != nil {
			return // the client has gone
		}
		if left > 0 {
			if left -= len(entries); left == 0 {
				return
			}
		}
		entries, err = s.auditPiece(r.Context(), &f, left)
	}
	if err != nil {
		s.Log.ErrorContext(r.Context(), "the table of the audit trail broke off", "request", requestID(r), "err", err)
		panic(http.ErrAbortHandler) // so that it does not look whole
	}
}

func (s *server) noteTable(r *http.Request, asked map[string]string) error {
	after, err := json.Marshal(asked)
	if err != nil {
		return err
	}
	return s.Trail.Note(r.Context(), actorOf(r), access.Entry{Operation: "GET /v1/audit", Noun: "audit", Object: "text/csv", After: after})
}

// auditPiece returns the next entries, and has f ask for those behind them. 0 left: all.
func (s *server) auditPiece(ctx context.Context, f *access.AuditFilter, left int) ([]access.Entry, error) {
	f.Limit = access.MostEntries
	if left > 0 {
		f.Limit = min(left, f.Limit)
	}
	entries, err := s.Trail.Audit(ctx, *f)
	if len(entries) > 0 {
		f.Before = entries[len(entries)-1].ID
	}
	return entries, err
}

func auditRow(v *View, e access.Entry) []string {
	person, code, name := "", "", ""
	if e.Actor != 0 {
		person = strconv.FormatInt(e.Actor, 10)
	}
	if area := areaOf(v, e.Area); area != nil {
		code, name = area.Code, area.Name
	}
	row := []string{
		strconv.FormatInt(e.ID, 10), e.At.UTC().Format(time.RFC3339Nano), string(e.Kind), person, e.Name, e.From,
		e.Operation, e.Noun, e.Object, code, name, string(e.Before), string(e.After), hex.EncodeToString(e.Hash),
	}
	for i, cell := range row {
		row[i] = harmless(cell)
	}
	return row
}

// harmless returns the text of a cell so that no spreadsheet takes it for a formula: with an
// apostrophe in front of what may begin one (OWASP, CSV injection).
func harmless(cell string) string {
	if cell == "" {
		return cell
	}
	if strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", []rune(cell)[0]) {
		return "'" + cell
	}
	return cell
}
