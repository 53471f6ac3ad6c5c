// The page of the one who was sent a link. It knows nothing of this phone's memory, and loads nothing but itself.
import './ui/share/reader.js';
