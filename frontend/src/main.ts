import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app.vue'
import './base.css'
import { i18n, setLanguage } from './i18n'
import { router } from './router'

setLanguage(i18n.global.locale.value)
createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
