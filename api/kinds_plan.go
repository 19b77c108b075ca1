package api

import (
	"errors"
	"net/http"

	"gewu/district"
	"gewu/plan"
)

// The kinds of problems of plans and editions.
var (
	noPlan            = kind{"no-such-plan", http.StatusNotFound, district.Text{ZH: "没有该方案", EN: "No such plan"}}
	noEdition         = kind{"no-such-edition", http.StatusNotFound, district.Text{ZH: "没有该版本", EN: "No such edition"}}
	planClosed        = kind{"plan-closed", http.StatusConflict, district.Text{ZH: "方案不可修改", EN: "The plan cannot be changed"}}
	badTurn           = kind{"plan-state", http.StatusConflict, district.Text{ZH: "方案状态不符", EN: "Not in this state of the plan"}}
	nothingToUndo     = kind{"nothing-to-undo", http.StatusConflict, district.Text{ZH: "没有可撤销的操作", EN: "Nothing to take back"}}
	nothingToRedo     = kind{"nothing-to-redo", http.StatusConflict, district.Text{ZH: "没有可重做的操作", EN: "Nothing to do again"}}
	planStale         = kind{"plan-stale", http.StatusConflict, district.Text{ZH: "现行版本已更新", EN: "There is a newer edition"}}
	borderHasMoved    = kind{"border-moved", http.StatusConflict, district.Text{ZH: "社区界线已移动", EN: "The border has moved since"}}
	planChanged       = kind{"plan-changed", http.StatusPreconditionFailed, district.Text{ZH: "方案已被他人修改", EN: "The plan has changed"}}
	needsPrecondition = kind{"precondition-required", http.StatusPreconditionRequired, district.Text{ZH: "缺少修订号", EN: "Name the revision"}}
	operationRefused  = kind{"operation-refused", http.StatusUnprocessableEntity, district.Text{ZH: "操作被拒绝", EN: "The operation was refused"}}
	checksFailed      = kind{"checks-failed", http.StatusUnprocessableEntity, district.Text{ZH: "检查未通过", EN: "Checks failed"}}
	needsConfirmation = kind{"needs-confirmation", http.StatusUnprocessableEntity, district.Text{ZH: "需要确认", EN: "To be confirmed"}}
	cannotPublish     = kind{"cannot-publish", http.StatusUnprocessableEntity, district.Text{ZH: "无法发布", EN: "Cannot be published"}}
	cannotDivide      = kind{"cannot-divide", http.StatusUnprocessableEntity, district.Text{ZH: "无法划分", EN: "Cannot be divided"}}
	badFile           = kind{"bad-file", http.StatusUnprocessableEntity, district.Text{ZH: "文件无法使用", EN: "The file cannot be used"}}
	cannotPropose     = kind{"cannot-propose", http.StatusUnprocessableEntity, district.Text{ZH: "无法生成建议", EN: "Nothing can be proposed"}}
	plansAway         = kind{"plans-away", http.StatusServiceUnavailable, district.Text{ZH: "方案功能未启用", EN: "No plans are kept here"}}
)

// planKinds are all of them.
var planKinds = []kind{
	noPlan, noEdition, planClosed, badTurn, nothingToUndo, nothingToRedo, planStale, borderHasMoved, planChanged,
	needsPrecondition, operationRefused, checksFailed, needsConfirmation, cannotPublish, cannotDivide, badFile, cannotPropose, plansAway,
}

// planProblem turns the reasons of package plan into problems. Other errors, and nil, are returned
// as they are.
func planProblem(err error) error {
	if p := refusedOperation(err); p != nil {
		return p
	}
	var stale *plan.StalePlan
	if errors.As(err, &stale) {
		return changedMeanwhile(stale)
	}
	if p := refusedFile(err); p != nil {
		return p
	}
	var failed *plan.ChecksFailed
	if errors.As(err, &failed) {
		return flawed(failed)
	}
	var moved *plan.BorderMoved
	if errors.As(err, &moved) {
		return borderMoved(moved)
	}
	for _, one := range planErrors {
		if errors.Is(err, one.err) {
			return &problem{kind: one.kind, detail: district.Text{ZH: one.zh, EN: one.en}}
		}
	}
	return err
}

// planErrors are the errors that say all there is to say.
var planErrors = []struct {
	err    error
	kind   kind
	zh, en string
}{
	{plan.ErrNoPlan, noPlan, "没有该方案，或无权查看。", "There is no such plan among those you may see."},
	{plan.ErrNoEdition, noEdition, "没有该版本，或无权查看。", "There is no such edition among those you may see."},
	{plan.ErrClosed, planClosed, "只有草案和退回的方案可以修改；请退回或复制本方案。", "Only a draft and a returned plan can be changed. Return this one, or copy it."},
	{plan.ErrTurn, badTurn, "方案不能由当前状态转为该状态。", "A plan in this state cannot be put into that one."},
	{plan.ErrNoUndo, nothingToUndo, "方案已回到起点。", "The plan is as it began."},
	{plan.ErrNoRedo, nothingToRedo, "没有被撤销的操作。", "Nothing was taken back."},
	{plan.ErrPlanBehind, planStale, "方案所依据的版本已不是最新版本；请先将方案更新到现行版本。", "The edition that the plan began from is not the newest any more. Rebase the plan first."},
	{plan.ErrSameDivision, cannotPublish, "划分与现行版本相同，无需发布。", "Nothing differs from the edition in force."},
	{plan.ErrTooEarly, cannotPublish, "生效日期不能早于所依据的版本。", "The edition would take force before the one that it follows."},
	{plan.ErrTwice, cannotPublish, "其中两个版本属于同一社区。", "Two of the editions are of one community."},
	{
		plan.ErrOtherParent, cannotPublish, "社区分属不同的上级辖区，其间的界线是上级的界线，不能由社区方案移动。",
		"The communities are parts of different areas. The border between them is that of those areas, and no plan of communities moves it.",
	},
	{plan.ErrNoFabric, cannotDivide, "该社区没有可划分的用地。", "The community has no land that could be divided."},
	{plan.ErrNotBeside, cannotDivide, "所选社区不相邻。", "The communities do not lie side by side."},
	{
		plan.ErrOtherFabric, cannotDivide, "两个方案的单元不同（多半开始于不同的版本），无法比较。请把较旧的草稿换到新版本上，或与版本比较。",
		"The plans have other cells (most likely they began from different editions) and cannot be compared. Put the older draft onto the new edition, or compare with an edition.",
	},
	{plan.ErrOtherLand, cannotDivide, "两个方案不属于同一社区。", "The plans are not of the same communities."},
}

// noPlansHere is answered where the service keeps no plans.
func noPlansHere() *problem {
	return plansAway.because("本服务未启用方案功能。", "This service keeps no plans.")
}
