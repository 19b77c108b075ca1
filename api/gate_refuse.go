package api

import (
	"net/http"
	"time"
)

// What the gate answers to what it does not let pass.

func signInFirst() *problem {
	return signInRequired.because("此内容须登录后查看或操作。", "This is only for those who are signed in.")
}

func mayNot() *problem {
	return notAllowed.because("您的角色或负责范围不含此操作。", "None of your roles allows this, or not in this area.")
}

// ofToken adds to what a token may not do that its maker may bind it.
func ofToken(r *http.Request, p *problem) *problem {
	who := requestOf(r).who
	if p.kind != notAllowed || who == nil || !who.Bound() {
		return p
	}
	return p.saying(p.detail.ZH+"令牌能做的，不超过签发人现在能做的。", p.detail.EN+" A token may do no more than the person who made it may do now.")
}

func passwordStale() *problem {
	return mustChange.because("当前密码是一次性的，修改后方可继续。", "You signed in with a password that was given once. Choose your own before anything else.")
}

func wrongToken() *problem {
	return signInRequired.because("令牌无效、已撤销或已过期。", "The token is not known, was revoked, or has expired.")
}

func fromElsewhere() *problem {
	return crossOrigin.because("请求由其他网站的页面发出，已拒绝。", "A page of another site sent this. It was not done.")
}

func tooManyRequests(wait time.Duration) *problem {
	p := tooMany.because("请求过于频繁，请稍后再试。", "Too many requests in too short a time. Try again in a moment.")
	p.retry = max(time.Second, wait.Round(time.Second))
	return p
}

func roomFull(c class) *problem {
	p := tooBusy.because("此类请求过多，请稍后再试。", "Too many requests of this kind at once. Try again in a moment.")
	p.retry = 2 * time.Second
	return p.with("class", string(c))
}
