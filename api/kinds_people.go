package api

import (
	"net/http"
	"strings"
	"time"

	"gewu/district"
	"gewu/internal/secret"
)

// The kinds of problems of forms, accounts and attachments.
var (
	badJSONKind       = kind{"bad-json", http.StatusBadRequest, district.Text{ZH: "请求体不是有效的 JSON", EN: "The body is not valid JSON"}}
	unknownFieldKind  = kind{"unknown-field", http.StatusBadRequest, district.Text{ZH: "未知字段", EN: "Unknown field"}}
	badField          = kind{"bad-field", http.StatusBadRequest, district.Text{ZH: "字段有误", EN: "A field is wrong"}}
	weakPasswordKind  = kind{"weak-password", http.StatusBadRequest, district.Text{ZH: "密码不合要求", EN: "The password will not do"}}
	wrongCredentials  = kind{"wrong-credentials", http.StatusUnauthorized, district.Text{ZH: "用户名或密码不正确", EN: "Wrong name or password"}}
	wrongPasswordKind = kind{"wrong-password", http.StatusForbidden, district.Text{ZH: "原密码不正确", EN: "The old password is wrong"}}
	ownAccount        = kind{"own-account", http.StatusForbidden, district.Text{ZH: "不能对自己的账户这样做", EN: "Not to your own account"}}
	noPerson          = kind{"no-such-person", http.StatusNotFound, district.Text{ZH: "没有该人员", EN: "No such person"}}
	noGrant           = kind{"no-such-grant", http.StatusNotFound, district.Text{ZH: "没有该授权", EN: "No such grant"}}
	noSession         = kind{"no-such-session", http.StatusNotFound, district.Text{ZH: "没有该会话", EN: "No such session"}}
	noToken           = kind{"no-such-token", http.StatusNotFound, district.Text{ZH: "没有该令牌", EN: "No such token"}}
	noPost            = kind{"no-such-post", http.StatusNotFound, district.Text{ZH: "没有该岗位", EN: "No such post"}}
	noAttachment      = kind{"no-such-attachment", http.StatusNotFound, district.Text{ZH: "没有该附件", EN: "No such attachment"}}
	noProvider        = kind{"no-such-provider", http.StatusNotFound, district.Text{ZH: "没有该登录方式", EN: "No such way to sign in"}}
	nameTaken         = kind{"name-taken", http.StatusConflict, district.Text{ZH: "用户名已被使用", EN: "The name is taken"}}
	grantExists       = kind{"grant-exists", http.StatusConflict, district.Text{ZH: "授权已存在", EN: "The grant exists"}}
	lastAdministrator = kind{"last-administrator", http.StatusConflict, district.Text{ZH: "最后一名全区管理员", EN: "The last administrator"}}
	pictureTooBig     = kind{"picture-too-large", http.StatusRequestEntityTooLarge, district.Text{ZH: "图片过大", EN: "The picture is too large"}}
	badPicture        = kind{"bad-picture", http.StatusBadRequest, district.Text{ZH: "图片无法读取", EN: "The picture cannot be read"}}
	signInLocked      = kind{"sign-in-locked", http.StatusTooManyRequests, district.Text{ZH: "登录暂时锁定", EN: "Signing in is locked for a while"}}
	signInFailed      = kind{"sign-in-failed", http.StatusBadRequest, district.Text{ZH: "登录未完成", EN: "Signing in did not succeed"}}
	signInRefused     = kind{"sign-in-refused", http.StatusForbidden, district.Text{ZH: "登录被拒绝", EN: "Signing in was refused"}}
	providerAway      = kind{"provider-away", http.StatusServiceUnavailable, district.Text{ZH: "登录服务暂时不可用", EN: "The sign-in service is away"}}
)

// peopleKinds are all of them.
var peopleKinds = []kind{
	badJSONKind, unknownFieldKind, badField, weakPasswordKind, wrongCredentials, wrongPasswordKind, ownAccount,
	noPerson, noGrant, noSession, noToken, noPost, noAttachment, noProvider, nameTaken, grantExists, lastAdministrator,
	pictureTooBig, badPicture, signInLocked, signInFailed, signInRefused, providerAway,
}

func badJSON(zh, en string) *problem {
	return &problem{kind: badJSONKind, detail: district.Text{
		ZH: "请求体应为一个 JSON 对象：" + zh + "。", EN: "The body must be one JSON object: " + en + ".",
	}}
}

func unknownFields(unknown, known []string) *problem {
	names, choices := strings.Join(unknown, ", "), strings.Join(known, ", ")
	return unknownFieldKind.because("未知字段：%s。可用字段：%s。", "Unknown: %s. Known: %s.", names, choices).
		with("fields", unknown).with("known", known)
}

func notJSON() *problem {
	return badMedia.because("请求体应为 JSON：Content-Type: application/json。", "The body must be JSON: Content-Type: application/json.")
}

func noCoding() *problem {
	return badMedia.because("请求体不可压缩，请去掉 Content-Encoding。", "The body must not be compressed. Send it without Content-Encoding.")
}

// weakPassword says why a password is refused, by the error of package secret.
func weakPassword(field string, err error) *problem {
	because := map[error]district.Text{
		secret.ErrShort:  {ZH: "密码至少 12 个字符。", EN: "A password has at least 12 characters."},
		secret.ErrLong:   {ZH: "密码最多 128 个字符。", EN: "A password has at most 128 characters."},
		secret.ErrCommon: {ZH: "密码由常见的词、数字或相邻按键组成，容易被猜到；请换一个。", EN: "The password is made of common words, numbers or neighbouring keys and can be guessed. Choose another."},
		secret.ErrName:   {ZH: "密码含有本人的姓名或用户名，容易被猜到；请换一个。", EN: "The password can be guessed from your name. Choose another."},
	}
	p := &problem{kind: weakPasswordKind, detail: because[err]}
	return p.with("field", field)
}

// notTheirs does not say which of the two is wrong, or whether it is another thing.
func notTheirs() *problem {
	return wrongCredentials.because("用户名或密码不正确，或账户已停用。", "The name or the password is wrong, or the account is disabled.")
}

// lockedFor says how long to wait before the next try to sign in.
func lockedFor(wait time.Duration) *problem {
	seconds := max(1, int((wait+time.Second-1)/time.Second))
	p := signInLocked.because("密码多次不正确，请在 %d 秒后再试。", "Too many wrong passwords. Try again in %d seconds.", seconds)
	p.retry = time.Duration(seconds) * time.Second
	return p
}

func unknownPicture() *problem {
	types := []string{pictureTypes["jpeg"], pictureTypes["png"], pictureTypes["webp"]}
	return badMedia.because("图片应为 JPEG、PNG 或 WebP。", "A picture must be JPEG, PNG or WebP.").with("choices", types)
}

func brokenPicture() *problem {
	return badPicture.because("图片文件已损坏，或含有不支持的内容。请重新导出后再上传。", "The picture's file is damaged, or holds what is not supported. Export it again and send that.")
}

func pictureTooLarge(width, height int) *problem {
	return pictureTooBig.because("图片为 %d × %d 像素，最多 %d 万像素。", "The picture has %d × %d pixels; at most %d0 thousand are taken.", width, height, mostPixels/10_000).
		with("width", width).with("height", height).with("most_pixels", mostPixels)
}

func pictureTooDeep() *problem {
	return pictureTooBig.because("图片的色深或渐进式编码需要过多内存，请缩小后再上传。", "By its colour depth or progressive coding the picture takes too much memory. Make it smaller and send that.").
		with("most_pixels", mostPixels)
}
