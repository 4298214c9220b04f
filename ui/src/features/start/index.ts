export { Start } from "./Start";
