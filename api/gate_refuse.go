package api

// What the gate answers to what it does not let pass.

func signInFirst() *problem {
	return signInRequired.because("此内容须登录后查看或操作。", "This is only for those who are signed in.")
}

func mayNot() *problem {
	return notAllowed.because("您的角色或负责范围不含此操作。", "None of your roles allows this, or not in this area.")
}

func passwordStale() *problem {
	return mustChange.because("当前密码是一次性的，修改后方可继续。", "You signed in with a password that was given once. Choose your own before anything else.")
}
