import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app.vue'
import './base.css'
import { i18n, setLanguage } from './i18n'
import { router } from './router'
import { guard } from './session/guard'

setLanguage(i18n.global.locale.value)
const app = createApp(App).use(createPinia()).use(i18n)
guard(router)
app.use(router).mount('#app')
