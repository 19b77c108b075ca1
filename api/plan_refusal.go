package api

import (
	"errors"

	"gewu/district"
	"gewu/geo"
	"gewu/plan"
)

// refusalWords say each reason of a refusal.
var refusalWords = map[plan.RefusalKind]district.Text{
	plan.UnknownKind:     {ZH: "没有这种操作。", EN: "There is no operation of that kind."},
	plan.UnknownCell:     {ZH: "没有该单元网格；它可能已被切开。", EN: "There is no such cell. It may have been cut."},
	plan.UnknownGrid:     {ZH: "没有该网格；它可能已被合并。", EN: "There is no such grid. It may have been merged."},
	plan.UnknownArc:      {ZH: "没有该边界。", EN: "There is no such border."},
	plan.UnknownNode:     {ZH: "没有该节点。", EN: "There is no such node."},
	plan.UnknownBuilding: {ZH: "没有该建筑。", EN: "There is no such building."},
	plan.GridLocked:      {ZH: "网格已锁定，不能划入或划出。", EN: "The grid is locked: nothing can be given to it or taken from it."},
	plan.NothingToDo:     {ZH: "该操作不会带来任何改变。", EN: "The operation would change nothing."},
	plan.MissingMember:   {ZH: "缺少必要的成员。", EN: "A member that this kind must have is missing."},
	plan.NotAllowed:      {ZH: "这种操作不使用该成员。", EN: "This kind has no such member."},
	plan.BadMember:       {ZH: "该成员的值不对：有重复、过少，或不属于该操作。", EN: "The value of a member is wrong: it names something twice, is too short, or does not fit the operation."},
	plan.LineMisses:      {ZH: "画线没有穿过网格。", EN: "The line does not cross the grid."},
	plan.LineTouches:     {ZH: "画线从网格旁经过，只碰到其边界上的一点。", EN: "The line passes the grid by and only touches its border at a point."},
	plan.LineAlong:       {ZH: "画线只沿网格边界而行，没有进入网格。", EN: "The line only runs along the border of the grid, and not through it."},
	plan.LineMeetsOnce:   {ZH: "画线只有一处与网格边界相接；新边界应从边界的一处引到另一处。", EN: "The line meets the border of the grid in one place only; a new border leads from one place of the old to another."},
	plan.LinePartsNone:   {ZH: "画线没有把网格分开：切开后各部分仍连在一起。", EN: "The line parts nothing: what it cuts still hangs together."},
	plan.LineTooShort:    {ZH: "画线太短，全部落在同一点上。", EN: "The line is too short: all of it comes to one point."},
	plan.LineCrossesSelf: {ZH: "画线与自身相交。", EN: "The line crosses itself."},
	plan.LineWouldCross:  {ZH: "画线绕开建筑、贴到边界上之后，会在此处与自身相交；请画得离建筑和边界远一些。", EN: "Led around buildings and snapped to borders, the line would cross itself here: draw it further away from them."},
	plan.LineStartsIn:    {ZH: "画线的起点和终点应在网格之外或其边界上。", EN: "The line must begin and end outside of the grid or on its border."},
	plan.CrossesBorder:   {ZH: "新的边界会越过或碰到别的边界。", EN: "The new border would cross or touch another."},
	plan.OuterBorder:     {ZH: "社区外边界不能在此移动。", EN: "The outer border of the community cannot be moved here."},
	plan.NoWay:           {ZH: "两点之间没有道路可沿。", EN: "No road leads from one point to the other."},
	plan.BuildingInWay:   {ZH: "建筑挡在画线上。", EN: "A building is in the way of the line."},
	plan.TooLittle:       {ZH: "用地或户数太少，不能这样拆分。", EN: "There is too little land or too few households to be split so."},
	plan.NoNeighbour:     {ZH: "没有相邻的网格可以并入。", EN: "There is no neighbouring grid to join."},
	plan.ReasonMissing:   {ZH: "应写明理由。", EN: "A reason must be given."},
	plan.CodeTaken:       {ZH: "代码已被使用。", EN: "The code is taken."},
	plan.BadText:         {ZH: "文字为空、过长或含有不可见字符。", EN: "The text is empty, too long, or has characters that cannot be seen."},
	plan.NotOnEarth:      {ZH: "坐标不是地球上的位置。", EN: "A position is not on the earth."},
}

// wordsOf says a reason; one that has no words yet is named.
func wordsOf(k plan.RefusalKind) district.Text {
	if words, ok := refusalWords[k]; ok {
		return words
	}
	return district.Text{ZH: string(k), EN: string(k)}
}

// A refusalAnswer says why an operation was refused, and where.
type refusalAnswer struct {
	Reason string        `json:"reason"`
	Words  district.Text `json:"words"`
	Member *string       `json:"member"` // of the operation
	Grid   *plan.GridID  `json:"grid"`
	Cell   *plan.CellID  `json:"cell"`
	At     *position     `json:"at"`
	Other  *position     `json:"other"` // where the line would have to be, or what is in the way
}

func refusalOf(r *plan.Refusal) *refusalAnswer {
	if r == nil {
		return nil
	}
	a := &refusalAnswer{Reason: string(r.Kind), Words: wordsOf(r.Kind)}
	if r.Member != "" {
		a.Member = &r.Member
	}
	if r.Grid != plan.NoGrid {
		a.Grid = &r.Grid
	}
	if r.Cell > 0 || r.Kind == plan.UnknownCell {
		a.Cell = &r.Cell
	}
	if r.Where {
		a.At = new(position(r.At))
	}
	if r.Other != (geo.Point{}) {
		a.Other = new(position(r.Other))
	}
	return a
}

// refusedOperation is the problem of an operation that was refused; nil: err is about none.
func refusedOperation(err error) error {
	var refusal *plan.Refusal
	if !errors.As(err, &refusal) {
		return nil
	}
	at := 0
	var batch *plan.BatchError
	if errors.As(err, &batch) {
		at = batch.At
	}
	words := wordsOf(refusal.Kind)
	p := operationRefused.because("第%d项操作：%s", "Operation %d: %s", at+1, "")
	p.detail = district.Text{ZH: p.detail.ZH + words.ZH, EN: p.detail.EN + words.EN}
	return p.with("operation", at+1).with("refusal", refusalOf(refusal))
}

// changedMeanwhile is the problem of who named an earlier revision. Only who may change the plan comes to it.
func changedMeanwhile(stale *plan.StalePlan) error {
	zh, en := "方案现为修订%d；其后的改动涉及同样的网格或边界。", "The plan is at revision %d; what has happened since concerns the same grids or borders."
	if len(stale.Since) == 0 {
		zh, en = "方案现为修订%d，还没有所称的修订。请重新读取方案。", "The plan is at revision %d: the one that you name does not exist yet. Read the plan again."
	}
	p := planChanged.because(zh, en, stale.Revision)
	return p.with("revision", stale.Revision).with("since", logRows(stale.Since, true)).with("refusal", refusalOf(stale.Refusal))
}
