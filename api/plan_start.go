package api

import (
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"gewu/geo"
	"gewu/plan"
)

// How long what is said of plans and editions may be, characters.
const (
	longestTitle = 200
	longestNote  = 4000
	mostTogether = 16 // communities of one plan
)

// startPlan answers POST /v1/communities/{id}/plans.
func (s *server) startPlan(r *http.Request) (any, error) {
	if s.Plans == nil {
		return nil, noPlansHere()
	}
	start, err := readStart(r)
	if err != nil {
		return nil, err
	}
	if !covering(r, planWriters, start.Communities) {
		return nil, notAllowed.because("须在方案的每个社区都有规划权限。", "You must be allowed to plan in each of the plan's communities.")
	}
	if start.From == plan.FromPlan {
		if _, err := s.planByID(r, start.CopyOf); err != nil {
			return nil, oneFault("copy_of", "没有该方案", "names no plan that you may see")
		}
	}
	record, err := s.Plans.StartPlan(r.Context(), actorOf(r), start)
	if err != nil {
		return nil, planProblem(err)
	}
	answer := planOf(r, record)
	if answer.Notes, err = s.startNotes(r, record.ID); err != nil {
		return nil, err
	}
	return made(fmt.Sprintf("/v1/plans/%d", record.ID), answer), nil
}

// readStart reads how a plan is to begin: a form, or a file of boundaries.
func readStart(r *http.Request) (plan.Start, error) {
	c, err := planCommunity(r)
	if err != nil {
		return plan.Start{}, err
	}
	if isFile(r) {
		start, err := readStartFile(r)
		start.Communities = []geo.AreaID{c.ID}
		return start, err
	}
	f, err := readForm(r, "title", "note", "from", "copy_of", "with")
	if err != nil {
		return plan.Start{}, err
	}
	start := plan.Start{
		Communities: []geo.AreaID{c.ID}, Title: f.text("title", 1, longestTitle),
		From: plan.Origin(f.choice("from", "edition", "empty", "plan")),
	}
	if f.has("note") {
		start.Note = f.lines("note", longestNote)
	}
	switch {
	case start.From == plan.FromPlan:
		start.CopyOf = f.id("copy_of")
	case !f.null("copy_of"):
		f.fault("copy_of", " 仅在 from 为 plan 时可用", " is for from: plan alone")
	}
	if !f.null("with") {
		start.Communities = append(start.Communities, f.communities("with", viewOf(r), c.ID)...)
	}
	return start, f.err()
}

// communities reads a list of communities beside one.
func (f *form) communities(name string, v *View, beside geo.AreaID) []geo.AreaID {
	var list []geo.AreaID
	if !f.read(name, &list, "社区编号的列表", "a list of ids of communities") {
		return nil
	}
	seen := map[geo.AreaID]bool{beside: true}
	for _, id := range list {
		if p, ok := v.Place(id); !ok || p.Level.Role != "community" || seen[id] || len(list) >= mostTogether {
			f.fault(name, " 应为至多15个不同社区的编号", " must be ids of at most 15 other communities")
			return nil
		}
		seen[id] = true
	}
	return list
}

// lines reads text of any number of lines.
func (f *form) lines(name string, most int) string {
	var text string
	zh, en := fmt.Sprintf("至多%d个字符的文字", most), fmt.Sprintf("text of at most %d characters", most)
	if !f.read(name, &text, zh, en) {
		return ""
	}
	visible := strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(text)
	if utf8.RuneCountInString(text) > most || strings.ContainsFunc(visible, unseen) {
		f.fault(name, " 应为"+zh, " must be "+en)
		return ""
	}
	return strings.TrimSpace(text)
}
